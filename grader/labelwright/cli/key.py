"""The commands `key new`, `show`, `rotate` and `web`, and where a passphrase comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright import settings
from labelwright.cli._options import Function

if TYPE_CHECKING:
    from labelwright.credentials.keys import SigningKey


def default_key() -> Path:
    """Return where the signing key is by default: in the user's own data folder, outside any checkout."""
    from platformdirs import user_data_path

    return user_data_path("labelwright") / "issuer-key.pem"


def key_option(command: Function) -> Function:
    """Add the option `--key`, whose default is in the user's own data folder."""
    return click.option(
        "--key",
        "key_file",
        type=click.Path(path_type=Path),
        default=default_key,
        metavar="FILE",
        help="The file of the signing key; by default in your own data folder.",
    )(command)


passphrase_option: Callable[[Function], Function] = click.option(
    "--passphrase",
    is_flag=True,
    help=f"Protect the file with a passphrase; you are asked for it, or it comes from {settings.KEY_PASSPHRASE.name}.",
)


def given_passphrase() -> str:
    """Return the passphrase that opens a key file: from the environment, else typed; "" without a terminal."""
    if settings.KEY_PASSPHRASE.is_set() or not sys.stdin.isatty():
        return settings.KEY_PASSPHRASE.read()
    return str(
        click.prompt("Passphrase of the key", hide_input=True, default="", show_default=False, err=True)
    )


def chosen_passphrase() -> str:
    """Return a passphrase for a new key file: from the environment, else typed twice."""
    if found := settings.KEY_PASSPHRASE.read():
        return found
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"No passphrase can be asked for without a terminal. Set {settings.KEY_PASSPHRASE.name} to it."
        )
    return str(
        click.prompt("New passphrase for the key", hide_input=True, confirmation_prompt="Once more", err=True)
    )


@click.group()
def key() -> None:
    """Create, show, publish and replace your signing key."""


@key.command()
@key_option
@click.option(
    "--name", default="", metavar="NAME", help="Who signs: the name on credentials and in the list of keys."
)
@passphrase_option
def new(key_file: Path, name: str, passphrase: bool) -> None:
    """Create a signing key in a file that only you can read; an existing key is never overwritten."""
    from labelwright.credentials.keyring.key_list import key_list_path
    from labelwright.credentials.keyring.rotation import new_key

    created = new_key(key_file, _now(), name=name, passphrase=chosen_passphrase() if passphrase else "")
    click.echo(f"Created the key {key_file}.")
    _print_key(created)
    click.echo(
        f"Publish {key_list_path(key_file)} where people know that it is yours, and keep a backup of {key_file}."
    )


@key.command()
@key_option
def show(key_file: Path) -> None:
    """Show the DID of the key, its fingerprint and since when it is used; never the private key."""
    from labelwright.credentials.keyring.key_file import is_protected, read
    from labelwright.credentials.keyring.key_list import key_list_path
    from labelwright.credentials.keyring.rotation import is_active

    found = read(key_file, given_passphrase)
    _print_key(found)
    entry = is_active(key_file, found)
    click.echo(
        f"Created:     {entry.begins if entry else f'unknown: the list {key_list_path(key_file)} does not exist'}"
    )
    click.echo(
        f"Passphrase:  {'yes' if is_protected(key_file) else 'none: anyone who copies the file can sign'}"
    )


@key.command()
@key_option
@passphrase_option
@click.option(
    "--stolen", is_flag=True, help="Remove the old key from the list: nothing that it signed counts any more."
)
def rotate(key_file: Path, passphrase: bool, stolen: bool) -> None:
    """Replace the key with a new one; the old public key stays on the list, so that what it signed still counts."""
    from labelwright.credentials.keyring import rotation as change
    from labelwright.credentials.keyring.key_file import is_protected, read
    from labelwright.credentials.keyring.key_list import key_list_path

    passphrases: list[str] = []

    def ask() -> str:
        passphrases.append(given_passphrase())
        return passphrases[-1]

    old = read(key_file, ask)
    lock = chosen_passphrase() if passphrase else passphrases[-1] if is_protected(key_file) else ""
    done = change.rotate(key_file, _now(), old, lock, stolen=stolen)
    click.echo(f"{key_file} is a new key now.")
    _print_key(done.new)
    click.echo(f"The old private key (fingerprint {old.fingerprint}) is kept in {done.old_file}.")
    click.echo("Delete that file when you no longer need it: only its public half is needed to verify.")
    click.echo(f"Publish {key_list_path(key_file)} again: it says which key signed when.")
    if stolen:
        click.echo("Then issue again what the old key signed: labelwright certify --all-passed --again.")


@key.command()
@key_option
@click.option(
    "--domain", required=True, metavar="SITE", help="Where you publish: example.org, or a path on it."
)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="The folder of the site."
)
def web(key_file: Path, domain: str, out: Path) -> None:
    """Write the did.json with which your own web site says which keys are yours."""
    from labelwright.credentials.keyring.did_web import address, did_web, publish
    from labelwright.credentials.keyring.key_list import key_list_path, read_list

    did = did_web(domain)
    written = publish(did, read_list(key_list_path(key_file)), out)
    click.echo(f"Wrote {written}, the document of {did}.")
    click.echo(
        f"Publish the folder {out} so that {address(did)} gives this file. Do it again after every rotation."
    )
    click.echo(
        "An employer downloads it from there and passes it to labelwright portfolio verify with --trust."
    )


def _print_key(found: SigningKey) -> None:
    click.echo(f"DID:         {found.did}")
    click.echo(f"Fingerprint: {found.fingerprint}")
    click.echo("             the first 16 hexadecimal digits of SHA-256 of the DID, in groups of four;")
    click.echo("             compare it by phone, or with a page that you know is the signer's")


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
