//! What a rule can ask about a connection.

use super::entity::{Entity, Sort};
use super::table::facts;
use crate::model::words::words;
use crate::model::{Access, Auth, Connection, Data, Endpoint, Need, ProtocolTable, Purpose, ServedJourneys};

words! {
    /// What the loss of a connection's target means for its source, as rules ask for it.
    pub enum NeedWord {
        /// The source fails.
        Hard = "hard",
        /// The source works, but less well.
        Optional = "optional",
        /// The source cannot start, but goes on if it runs.
        Startup = "startup",
        /// Nothing.
        Nothing = "nothing",
    }
}

facts! {
    pub(super) FACTS: Entity::Connection(connection), evidence;

    /// Its identifier: `FROM -> TO`.
    id: identifier = Some(evidence.topology.connections[connection].id.as_str().into());
    /// Who calls.
    from: end = Some(evidence.topology.connections[connection].from);
    /// Who calls, or the cluster of which that is a member.
    caller: end = {
        let from = evidence.topology.connections[connection].from;
        Some(match from {
            Endpoint::Component(component) => {
                let cluster = evidence.topology.components[component].cluster;
                cluster.map_or(from, Endpoint::Cluster)
            }
            Endpoint::Cluster(_) => from,
        })
    };
    /// Who is called.
    to: end = Some(evidence.topology.connections[connection].to);
    /// What is spoken, by the word of the format.
    protocol: text_of(protocol_words) = {
        let protocol = evidence.topology.connections[connection].protocol.as_ref();
        protocol.map(|protocol| protocol.name.as_ref().into())
    };
    /// What is spoken, as people write it.
    protocol_name: text = {
        let protocol = evidence.topology.connections[connection].protocol.as_ref();
        protocol.map(|protocol| protocol.title.as_ref().into())
    };
    /// What is spoken, as people write it, or that this is not stated; for messages.
    protocol_in_words: text = {
        let protocol = evidence.topology.connections[connection].protocol.as_ref();
        Some(protocol.map_or("a protocol that is not stated".into(), |protocol| {
            protocol.title.as_ref().into()
        }))
    };
    /// The port in use: the one stated, or else the protocol's own.
    port: number = evidence.topology.connections[connection].effective_port().map(Into::into);
    /// Whether what is sent is encrypted.
    encrypted: flag = evidence.topology.connections[connection].encrypted();
    /// Whether the only answer is to come again over an encrypted connection.
    redirect: flag = Some(evidence.topology.connections[connection].redirect);
    /// What it is for.
    purpose: word(Purpose::ALL) = Some(evidence.topology.connections[connection].purpose);
    /// What the loss of its target means for its source.
    need: word(NeedWord::ALL) = Some(match evidence.topology.connections[connection].need {
        Need::Hard => NeedWord::Hard,
        Need::Optional => NeedWord::Optional,
        Need::Startup => NeedWord::Startup,
        Need::Nothing => NeedWord::Nothing,
    });
    /// The kinds of journey that it serves.
    access: word(Access::ALL) = Some(evidence.topology.connections[connection].access);
    /// Whether it serves only the journeys that it names.
    names_journeys: flag = {
        let serves = &evidence.topology.connections[connection].serves;
        Some(matches!(serves, ServedJourneys::Only(_)))
    };
    /// How the caller proves who it is.
    auth: word(Auth::ALL) = evidence.topology.connections[connection].auth;
    /// How sensitive the content is.
    data: word(Data::ALL) = evidence.topology.connections[connection].data;
    /// Whether it carries what users or applications have to say, rather than names, times or probes; true of traffic
    /// that states `tls` and no protocol.
    carries_content: flag = carries_content(&evidence.topology.connections[connection]);
    /// Whether callers commonly prove who they are with a secret that is sent.
    carries_credentials: flag = {
        let protocol = evidence.topology.connections[connection].protocol.as_ref();
        protocol.map(|protocol| protocol.carries_credentials)
    };
    /// Whether it is for administration: by its purpose, or because it speaks a protocol for remote work on a machine.
    administrative: flag = Some(is_administrative(&evidence.topology.connections[connection]));
    /// Whether it leaves the machine: not every instance of its ends stands on one host, and its protocol is not a local one.
    on_wire: flag = {
        let connection = &evidence.topology.connections[connection];
        Some(evidence.wire.leaves_the_host(evidence.topology, connection))
    };
    /// Whether its protocol is one for the machine itself, such as a file or a socket, so that no port is open for it.
    local: flag = {
        let protocol = evidence.topology.connections[connection].protocol.as_ref();
        Some(protocol.is_some_and(|protocol| protocol.local))
    };
    /// Whether its ends are trusted differently; a cluster is trusted like its least trusted member.
    crosses_border: flag = Some(evidence.crosses_trust(&evidence.topology.connections[connection]));
    /// Whether a filter stands on every way of it: a policy or a guarding device on a border that it crosses, or a firewall at an end.
    filtered: flag = {
        let connection = &evidence.topology.connections[connection];
        Some(evidence.wire.is_filtered(evidence.topology, connection))
    };
    /// The guarding devices on the borders that it crosses.
    guarded_by: list(Sort::Component) = {
        let connection = &evidence.topology.connections[connection];
        let guards = evidence.wire.guards_between(evidence.topology, &evidence.places, connection);
        guards.into_iter().map(Entity::Component)
    };
}

fn protocol_words(protocols: &ProtocolTable) -> Vec<String> {
    protocols
        .iter()
        .map(|protocol| protocol.name.to_string())
        .collect()
}

/// Whether a connection carries what users or applications have to say; `None` where the file does not tell.
fn carries_content(connection: &Connection) -> Option<bool> {
    match &connection.protocol {
        Some(protocol) => Some(protocol.carries_content),
        None => (connection.tls.is_some() && connection.purpose == Purpose::Traffic).then_some(true),
    }
}

/// Whether a connection is one of traffic that carries content encrypted, and not for administration.
pub(super) fn carries_encrypted(connection: &Connection) -> bool {
    connection.purpose == Purpose::Traffic
        && !is_administrative(connection)
        && carries_content(connection) == Some(true)
        && connection.encrypted() == Some(true)
}

/// Whether a connection is for administration: by its purpose, or because it speaks a protocol for remote work on a
/// machine.
pub(super) fn is_administrative(connection: &Connection) -> bool {
    let protocol = connection
        .protocol
        .as_ref()
        .map(|protocol| protocol.name.as_ref());
    connection.purpose == Purpose::Admin
        || connection.purpose == Purpose::Traffic
            && matches!(
                protocol,
                Some("ssh" | "telnet" | "rdp" | "vnc" | "winrm" | "winrms")
            )
}
