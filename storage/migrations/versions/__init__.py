"""One module a version, named in `storage.migrations.VERSIONS`; a released one is never edited."""
