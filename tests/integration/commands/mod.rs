//! What the program prints, writes and returns, command by command.

mod audit;
mod check;
mod configuration;
mod diagram;
mod diff;
mod faults;
mod folders;
mod formats;
mod hops;
mod hostile;
mod init;
mod man;
mod names;
mod rules;
mod unusable;
mod usage;
mod writes;

use crate::program::{Folder, code};

/// The day on which the tests take place.
const TODAY: [&str; 2] = ["--today", "2026-11-23"];

/// A model with an error.
pub(crate) const BROKEN: &str = "\
name: Broken
components:
  visitor: { kind: client }
  web: { kind: web-servr }
connections:
  - { from: visitor, to: wep, protocol: http }
";

/// A model that states availabilities.
const SHOP: &str = include_str!("shop.yaml");

/// A model without a finding that would fail a run.
pub(crate) const CALM: &str = "\
name: Calm
out_of_scope: [firewall, encryption, monitoring, backup, placement]
components:
  visitor: { kind: client }
  web-1: { kind: web-server }
  web-2: { kind: web-server }
clusters:
  web: { mode: active-active, members: [web-1, web-2] }
connections:
  - { from: visitor, to: web, protocol: https }
";
