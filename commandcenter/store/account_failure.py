"""What signing in, accounts and erasing people can be refused for."""

from __future__ import annotations

from commandcenter.models.failure import Failure


class SignInRefused(Failure):
    """A login and a password that do not belong together, whichever of them is wrong."""

    code = "sign_in_refused"
    template = "Login or password is wrong, or the account is closed. Check both, or ask the administrator."


class TooManyRequests(Failure):
    """More requests than one address or device may make."""

    code = "too_many_requests"
    template = "That was too often in a short time. Wait {wait_s} seconds and try again."
    retryable = True


class PasswordWeak(Failure):
    """A password that is guessed too easily, or too long to be one."""

    code = "password_weak"
    template = "A password has {least} to {most} characters and is not the login itself. Choose another."


class AccountUnknown(Failure):
    """An account that is not there."""

    code = "account_unknown"
    template = "There is no such account. Look at the list of accounts again."


class AccountMissing(Failure):
    """Something that only a person who signed in can do, asked for with another key."""

    code = "account_missing"
    template = "This key belongs to no person's account. Sign in with a login first."


class LoginTaken(Failure):
    """A login that another account has."""

    code = "login_taken"
    template = "This login belongs to another account. Choose another."


class RegistrationClosed(Failure):
    """Somebody who registers in a city that makes the accounts itself."""

    code = "registration_closed"
    template = (
        "The city takes no registrations at the moment. Report without an account, or ask the city's administrators "
        "for one."
    )


class LoginUnfit(Failure):
    """A login that could not be typed reliably."""

    code = "login_unfit"
    template = "This login does not serve. It is 3 to 100 small letters, digits or any of . _ - + @"


class RoleUnfit(Failure):
    """A role that no account can have."""

    code = "role_unfit"
    template = "An account can't have the role {role!r}. Choose one of: {choices}."


class HolderMissing(Failure):
    """A crew's or facility's key without the crew or facility."""

    code = "holder_missing"
    template = (
        "The role {role} needs to know whom it stands for. Name the crew by its code as holder, or the facilities and "
        "gauges with commas between their codes."
    )


class PartUnknown(Failure):
    """An area or agency of a scope that the store does not have."""

    code = "part_unknown"
    template = "The store has no {kind} {value!r}. Check the code; without one, the scope is the whole city."


class OwnAccount(Failure):
    """An administrator who would shut themselves out."""

    code = "own_account"
    template = "You can't close your own account or take your own role away. Ask another administrator."


class DeviceUnknown(Failure):
    """A signed-in device that is not one's own, or is none."""

    code = "device_unknown"
    template = "None of your signed-in devices is this one. Load the list again."


class ProviderMissing(Failure):
    """A sign-in by another identity provider, where none is set up."""

    code = "provider_missing"
    template = "This store has no other identity provider set up. Sign in with login and password."


class ProviderSilent(Failure):
    """An identity provider that does not answer."""

    code = "provider_silent"
    template = "The identity provider does not answer at the moment. Try again in a minute, or sign in with a password."
    retryable = True


class IdentityRefused(Failure):
    """An ID token that proves nothing here."""

    code = "identity_refused"
    template = "The identity provider's word was not accepted ({what}). Sign in there again."


class ResetRefused(Failure):
    """A code for a new password that does not serve."""

    code = "reset_refused"
    template = (
        "This code does not serve: it belongs to another login, was used already, or its time is over. Ask your "
        "administrator for another one."
    )


class ResetCodeUnfit(Failure):
    """A code's hash that is none."""

    code = "reset_code_unfit"
    template = "code_sha256 must be the code's SHA-256 as 64 hexadecimal digits. Correct it and send it again."


class KeyHashUnfit(Failure):
    """A key's hash that is none."""

    code = "key_hash_unfit"
    template = "sha256 must be the key's SHA-256 as 64 hexadecimal digits. Correct it and send it again."


class KeyRole(Failure):
    """A role that no key can have."""

    code = "key_role"
    template = "A key can't have the role {role!r}. Choose one of: {choices}."


class KeyTaken(Failure):
    """A key that is kept already."""

    code = "key_taken"
    template = "The store has this key already. Make another one."


class KeyUnknown(Failure):
    """A key that is not there, or not any more."""

    code = "key_unknown"
    template = "No valid key has the id or name {which!r}. Look at the list of keys again."


class OwnKey(Failure):
    """Somebody who would withdraw the key that they came with."""

    code = "own_key"
    template = "You can't withdraw the key that you work with. Sign out instead, or ask another administrator."


class PersonMissing(Failure):
    """An erasure that does not say whose data."""

    code = "person_missing"
    template = "Say whose data are to be erased: an account as target, or one of the person's reports as subject."


class InsecureChannel(Failure):
    """A password sent where anybody on the way can read it."""

    code = "insecure_channel"
    template = "Passwords are taken over HTTPS alone. Reach the store over HTTPS, or from its own machine."
