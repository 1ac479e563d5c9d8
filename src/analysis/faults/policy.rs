//! The policies under which the circuit is evaluated, each named by the impact that it tells.

use super::impact::Impact;

/// A set of policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Policies(u8);

impl Policies {
    /// Every policy.
    pub(super) const ALL: Self = Self((1 << Impact::ALL.len()) - 1);

    /// No policy.
    pub(super) const NONE: Self = Self(0);

    /// The policy of this name and all stricter ones.
    pub(super) const fn from(policy: Impact) -> Self {
        Self(Self::ALL.0 & !Self::before(policy).0)
    }

    /// The policies that forgive more than this one.
    pub(super) const fn before(policy: Impact) -> Self {
        Self((1 << policy as u8) - 1)
    }

    /// One policy.
    pub(super) const fn only(policy: Impact) -> Self {
        Self(1 << policy as u8)
    }

    /// Whether some policy is in both.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn contains(self, policy: Impact) -> bool {
        self.0 & (1 << policy as u8) != 0
    }

    /// The policies whose membership differs from that of the policy before.
    pub(super) const fn changes(self) -> Self {
        Self((self.0 ^ (self.0 << 1)) & Self::from(Impact::Manual).0)
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restriction_holds_from_one_policy_on() {
        let allowed = Policies::before(Impact::Brief);
        let held = Impact::ALL.iter().map(|&policy| allowed.contains(policy));
        assert!(held.eq([true, true, false, false, false]));
        let held = Impact::ALL
            .iter()
            .map(|&policy| Policies::from(Impact::Brief).contains(policy));
        assert!(held.eq([false, false, true, true, true]));
    }

    #[test]
    fn changes_are_told_from_the_second_policy_on() {
        assert_eq!(Policies::ALL.changes(), Policies::NONE);
        for &policy in &Impact::ALL[1..] {
            let once = Impact::ALL.iter().map(|&other| other == policy);
            for changed in [
                Policies::from(policy).changes(),
                Policies::before(policy).changes(),
            ] {
                assert!(
                    Impact::ALL
                        .iter()
                        .map(|&other| changed.contains(other))
                        .eq(once.clone())
                );
            }
        }
    }
}
