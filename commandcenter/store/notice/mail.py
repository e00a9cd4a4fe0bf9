"""Messages by e-mail, over SMTP, each with a link that ends the subscription (RFC 8058)."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from commandcenter.store.language import translated
from commandcenter.store.notice.outbox import Claim, Ending, Outcome
from commandcenter.store.notice.wording import STOP_LINK, WHY_THIS, Letter
from commandcenter.store.setting import NoticeSettings

TIMEOUT_S = 15.0
"""How long the mail server may be silent."""

_REFUSED = frozenset({550, 551, 552, 553, 554})
"""What a mail server answers of an address, or of a message, that will not become right by waiting (RFC 5321)."""


def compose(claimed: Claim, letter: Letter, settings: NoticeSettings, stop_link: str, now: datetime) -> EmailMessage:
    """Return the e-mail of a message; its Message-ID is the message's own, whenever it is sent again."""
    language = claimed.subscription.language
    mail = EmailMessage(policy=SMTP)
    mail["From"] = settings.mail_from
    mail["To"] = claimed.subscription.address
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{claimed.message_id}@{parseaddr(settings.mail_from)[1].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["List-Unsubscribe"] = f"<{stop_link}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    end = [translated(WHY_THIS, language), translated(STOP_LINK, language).format(link=stop_link)]
    mail.set_content("\n".join([*letter.lines, "", "--", *end]) + "\n")
    return mail


def send_mail(mail: EmailMessage, settings: NoticeSettings) -> Ending:
    """Hand an e-mail to the mail server; says how that ended and raises nothing that a server or network may do."""
    try:
        with _connected(settings) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        codes = sorted({code for code, _ in error.recipients.values()})
        return Ending(Outcome.FAILED, f"SMTP {codes[0]}", final=codes[0] in _REFUSED)
    except smtplib.SMTPDataError as error:
        return Ending(Outcome.FAILED, f"SMTP {error.smtp_code}", final=error.smtp_code in _REFUSED)
    except smtplib.SMTPResponseException as error:
        # What it refuses is the store or its sender: nobody's message is at fault, and somebody will mend it.
        return Ending(Outcome.FAILED, f"SMTP {error.smtp_code}")
    except (smtplib.SMTPException, OSError) as error:
        return Ending(Outcome.FAILED, type(error).__name__)
    return Ending(Outcome.SENT)


def _connected(settings: NoticeSettings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server
