//! What a plain scalar means: the core schema of YAML 1.2.2, section 10.3.2.

/// What a scalar stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scalar<'text> {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, and whole numbers too large for 64 bits.
    Float(f64),
    /// Anything else.
    Text(&'text str),
}

impl<'text> Scalar<'text> {
    /// What a plain (unquoted) scalar with this text stands for.
    pub(super) fn plain(text: &'text str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => Self::Null,
            "true" | "True" | "TRUE" => Self::Bool(true),
            "false" | "False" | "FALSE" => Self::Bool(false),
            _ if text
                .starts_with(|first: char| first.is_ascii_digit() || matches!(first, '.' | '-' | '+')) =>
            {
                number(text).unwrap_or(Self::Text(text))
            }
            _ => Self::Text(text),
        }
    }
}

fn number(text: &str) -> Option<Scalar<'static>> {
    let radix = |digits: &str, radix| {
        let digits = digits
            .bytes()
            .all(|byte| char::from(byte).is_digit(radix))
            .then_some(digits)?;
        i64::from_str_radix(digits, radix).ok().map(Scalar::Integer)
    };
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => return Some(Scalar::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Scalar::Float(f64::NEG_INFINITY)),
        ".nan" | ".NaN" | ".NAN" => return Some(Scalar::Float(f64::NAN)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_mantissa = match mantissa.split_once('.') {
        Some((whole, fraction)) => {
            digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
        }
        None => !mantissa.is_empty() && digits(mantissa),
    };
    let is_exponent = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    if !is_mantissa || !is_exponent {
        return None;
    }
    let whole = text.parse().ok().map(Scalar::Integer);
    whole.or_else(|| text.parse().ok().map(Scalar::Float))
}

#[cfg(test)]
mod tests {
    use super::Scalar::{self, Bool, Float, Integer, Null, Text};

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        for (text, meaning) in [
            ("", Null),
            ("~", Null),
            ("null", Null),
            ("true", Bool(true)),
            ("FALSE", Bool(false)),
            ("yes", Text("yes")),
            ("on", Text("on")),
            ("0", Integer(0)),
            ("-19", Integer(-19)),
            ("+12", Integer(12)),
            ("0o14", Integer(12)),
            ("0xC", Integer(12)),
            ("0x", Text("0x")),
            ("0o8", Text("0o8")),
            ("012", Integer(12)),
            ("0.", Float(0.0)),
            (".5", Float(0.5)),
            ("1e3", Float(1000.0)),
            ("1.5e-1", Float(0.15)),
            ("-.INF", Float(f64::NEG_INFINITY)),
            (".", Text(".")),
            ("-", Text("-")),
            ("1e", Text("1e")),
            ("1.2.3", Text("1.2.3")),
            ("10.0.0.1", Text("10.0.0.1")),
            ("2027-03-31", Text("2027-03-31")),
            ("1_000", Text("1_000")),
            ("99.9%", Text("99.9%")),
            ("92233720368547758080", Float(92_233_720_368_547_758_080.0)),
        ] {
            assert_eq!(Scalar::plain(text), meaning, "{text}");
        }
        assert!(matches!(Scalar::plain(".nan"), Float(number) if number.is_nan()));
    }
}
