//! What a change did: comparing audits, earlier versions from git, and baselines.

mod baseline;
mod git;
mod gone;
mod parallel;
mod properties;
mod repository;
mod shop;
