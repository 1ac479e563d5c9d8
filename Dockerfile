FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY . .
# A static program needs nothing beside it.
RUN target="$(uname -m)-unknown-linux-musl" \
    && rustup target add "$target" \
    && cargo build --release --locked --target "$target" \
    && cp "target/$target/release/infra-audit" /infra-audit

FROM scratch
COPY --from=build /infra-audit /infra-audit
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/infra-audit"]
CMD ["--help"]
