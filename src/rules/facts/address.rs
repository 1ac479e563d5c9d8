//! From where the address of a component can be reached.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::model::Component;

/// The address of a component if it can be reached from everywhere: no private, shared, loopback or link-local one, and
/// no name that only a local network knows.
pub(super) fn public_address(component: &Component) -> Option<&str> {
    let address = component.address.as_deref()?;
    let is_public = match host(address) {
        Host::Address(IpAddr::V4(address)) => {
            !(address.is_private()
                || is_shared(address)
                || address.is_loopback()
                || address.is_link_local()
                || address.is_unspecified())
        }
        Host::Address(IpAddr::V6(address)) => {
            !(address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.is_unspecified())
        }
        Host::Name(name) => name.trim_end_matches('.').contains('.'),
    };
    is_public.then_some(address)
}

/// Whether the address of a component is reached from its own machine only.
pub(super) fn is_loopback(component: &Component) -> bool {
    let address = component.address.as_deref();
    address.is_some_and(|address| match host(address) {
        Host::Address(address) => address.is_loopback(),
        Host::Name(name) => name.eq_ignore_ascii_case("localhost"),
    })
}

/// What an address names, without the port or the length of the prefix behind it.
enum Host<'a> {
    Address(IpAddr),
    Name(&'a str),
}

fn host(address: &str) -> Host<'_> {
    let address = address.split('/').next().unwrap_or(address);
    if let Ok(with_port) = address.parse::<SocketAddr>() {
        return Host::Address(with_port.ip());
    }
    let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Ok(address) = bare.unwrap_or(address).parse() {
        return Host::Address(address);
    }
    Host::Name(address.split(':').next().unwrap_or(address))
}

/// Whether an address is of the range that providers share among their customers. Source: RFC 6598.
const fn is_shared(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && second & 0b1100_0000 == 64
}
