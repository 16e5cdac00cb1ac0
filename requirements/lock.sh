#!/usr/bin/env bash
# Pin all dependencies with hashes, for every Python from 3.11 on and every system at once.
# Usage: requirements/lock.sh PATH_OF_UV
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$1

pin() { # pin TARGET OPTION...
    local target=$1
    shift
    "$uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-config --no-annotate --no-emit-index-url --no-emit-find-links \
        --custom-compile-command "make lock" \
        pyproject.toml requirements/build.in --extra model "$@" --output-file "$target"
}

pin requirements/dev.txt --extra dev --extra postgres --extra parquet
# The same versions with and without the development tools.
pin requirements/runtime.txt --constraint requirements/dev.txt
pin requirements/train.txt --extra train --constraint requirements/dev.txt
# Spark is large: only those who use it, and CI, install it.
pin requirements/spark.txt --extra spark --constraint requirements/dev.txt
# The site's: small, but nobody who only runs the program or its tests needs it.
pin requirements/docs.txt --extra docs --constraint requirements/dev.txt

# What `make bench` measures beside ours: no dependency, so not in pyproject.toml.
"$uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-config --no-annotate --no-emit-index-url --no-emit-find-links \
    --custom-compile-command "make lock" requirements/peers.in \
    --constraint requirements/dev.txt --output-file requirements/peers.txt
