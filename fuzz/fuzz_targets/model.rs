//! The model reader takes any text: it gives a model, or says what is wrong and where.

#![no_main]

use infra_audit::diagnostic::Level;
use infra_audit::load;
use infra_audit::source::Source;
use infra_audit::yaml::Limits;
use infra_audit_fuzz::assert_shows;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = match Source::from_bytes("model.yaml", bytes.to_vec()) {
        Ok(source) => source,
        Err(error) => return assert_shows(&error.before, &[(&error).into()]),
    };
    let limits = Limits::default();
    let first = load::topology(&source, &limits);
    match (&first, load::topology(&source, &limits)) {
        (Ok(first), Ok(second)) => {
            assert_eq!(first.topology, second.topology);
            assert!(first.warnings.iter().all(|warning| warning.level == Level::Warning));
            assert_shows(&source, &first.warnings);
        }
        (Err(first), Err(second)) => {
            assert_eq!(*first, second);
            assert!(first.iter().any(|problem| problem.level == Level::Error));
            assert_shows(&source, first);
        }
        _ => panic!("the second reading differs from the first"),
    }
});
