"""The configuration: where it comes from, what it allows, and what is said when it is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.config import Config, config_file, load
from bot.domain.calendar import Quarter
from bot.domain.deadlines import ND09, QUARTER_END
from bot.domain.office import Office
from bot.domain.retention import RetentionPolicy
from bot.errors import ConfigError
from bot.reading.limits import Limits
from bot.texts.errors import codes, sentence

ROOT = Path(__file__).parents[1]
TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz0123456"

Read = Callable[..., Config]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Give a way to read a configuration from the text of its file and from variables."""

    def read(text: str = "", **environ: str) -> Config:
        file = tmp_path / "config.toml"
        file.write_text(text, encoding="utf-8")
        return load(file, environ)

    return read


@pytest.fixture
def refuse(read: Read) -> Callable[..., ConfigError]:
    """Give a way to read a wrong configuration: its error, which has a sentence."""

    def refuse(text: str = "", **environ: str) -> ConfigError:
        with pytest.raises(ConfigError) as caught:
            read(text, **environ)
        assert caught.value.code in codes()
        assert "{" not in sentence(caught.value)
        return caught.value

    return refuse


class TestWhereItComesFrom:
    def test_defaults_are_an_office_s(self) -> None:
        assert Config().as_office() == Office(bot_name="Nhắc việc")

    def test_environment_alone_will_do(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        config = load(None, {"NHACVIEC_TELEGRAM__TOKEN": TOKEN})
        assert config.telegram.token.get_secret_value() == TOKEN
        assert config.bot.data_dir == tmp_path.resolve()

    def test_default_file_is_read_when_it_is_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        Path("config.toml").write_text('[bot]\nname = "Bot tỉnh"', encoding="utf-8")
        assert load(None, {}).bot.name == "Bot tỉnh"

    def test_environment_wins_key_by_key(self, read: Read) -> None:
        config = read('[digest]\nweekday = "mon"\nat = "09:00"', NHACVIEC_DIGEST__AT="8:15")
        assert (config.digest.weekday_number, config.digest.at) == (0, time(8, 15))

    def test_the_process_environment_is_not_looked_at(self, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NHACVIEC_BOT__NAME", "Người lạ")
        assert read().bot.name == Config().bot.name == "Nhắc việc"

    def test_file_that_was_asked_for_must_exist(self, tmp_path: Path) -> None:
        missing = tmp_path / "missing.toml"
        for path, environ in ((missing, {}), (None, {"NHACVIEC_CONFIG": str(missing)})):
            with pytest.raises(ConfigError) as caught:
                load(path, environ)
            assert caught.value.code == "config.missing"
            assert str(missing) in sentence(caught.value)

    def test_given_file_wins_over_the_variable(self) -> None:
        environ = {"NHACVIEC_CONFIG": "b.toml"}
        assert config_file(Path("a.toml"), environ) == Path("a.toml")
        assert config_file(None, environ) == Path("b.toml")
        assert config_file(None, {}) == Path("config.toml")

    def test_data_lie_beside_the_file(self, read: Read, tmp_path: Path) -> None:
        assert read('[bot]\ndata_dir = "data"').bot.data_dir == (tmp_path / "data").resolve()
        assert read('[bot]\ndata_dir = "/srv/nhacviec"').bot.data_dir == Path("/srv/nhacviec")

    def test_byte_order_mark_of_notepad(self, tmp_path: Path) -> None:
        file = tmp_path / "config.toml"
        file.write_bytes('\ufeff[bot]\r\nname = "Bot"\r\n'.encode())
        assert load(file, {}).bot.name == "Bot"

    def test_other_variables_of_ours_are_no_keys(self, read: Read) -> None:
        assert read(NHACVIEC_REQUIRE_POSTGRESQL="1", NHACVIEC_CONFIG="x") == read()


class TestExample:
    def test_parses_and_is_the_defaults(self, read: Read) -> None:
        assert read((ROOT / "config.example.toml").read_text(encoding="utf-8")) == read()

    def test_names_every_key_with_a_comment(self) -> None:
        text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
        named = {(section, key) for section, keys in tomllib.loads(text).items() for key in keys}
        known = {
            (section, key)
            for section, field in Config.model_fields.items()
            for key in getattr(field.annotation, "model_fields", {})
        }
        assert named == known
        assert all(f"\n[{section}]\n#" in text for section, _ in known)


class TestValues:
    def test_office(self, read: Read) -> None:
        office = read(
            """
            [office]
            parent = "  ỦY BAN NHÂN DÂN\u00a0 TỈNH QUẢNG NGÃI "
            receivers = ["UBND tỉnh", "Các sở, ban, ngành"]
            [reminders]
            lead_days = [5]
            overdue_days = []
            send_from = 08:00:00
            late_after_hours = 0.5
            [calendar]
            extra_days_off = [2026-01-02]
            extra_working_days = ["2026-01-10"]
            [bot]
            timezone = "Asia/Bangkok"
            """
        ).as_office()
        assert office.parent == "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"
        assert office.receivers == ("UBND tỉnh", "Các sở, ban, ngành")
        assert (office.reminders.lead_days, office.reminders.overdue_days) == ((5,), ())
        assert (office.reminders.send_from, office.reminders.late_after) == (time(8), timedelta(minutes=30))
        assert not office.calendar.is_working(date(2026, 1, 2))
        assert office.calendar.is_working(date(2026, 1, 10))
        assert office.zone.key == office.reminders.zone.key == "Asia/Bangkok"

    def test_lists_in_variables(self, read: Read) -> None:
        config = read(
            NHACVIEC_REMINDERS__LEAD_DAYS="14, 7",
            NHACVIEC_REMINDERS__OVERDUE_DAYS="",
            NHACVIEC_ADMINS__TELEGRAM="[1, 2]",
            NHACVIEC_ADMINS__ZALO="a1b2",
            NHACVIEC_OFFICE__RECEIVERS="UBND tỉnh; Các sở, ban, ngành",
            NHACVIEC_CALENDAR__EXTRA_DAYS_OFF="2026-01-02",
        )
        assert (config.reminders.lead_days, config.reminders.overdue_days) == ((14, 7), ())
        assert (config.admins.telegram, config.admins.zalo) == ((1, 2), ("a1b2",))
        assert config.office.receivers == ("UBND tỉnh", "Các sở, ban, ngành")
        assert config.calendar.extra_days_off == (date(2026, 1, 2),)

    @pytest.mark.parametrize(
        ("given", "policy"), [('"quarter_end"', QUARTER_END), ('"nd09"', ND09), ("", QUARTER_END)], ids=str
    )
    def test_named_quarter_policies(self, read: Read, given: str, policy: object) -> None:
        assert read(f"[quarter]\nreport_by = {given}" if given else "").quarter.report_by == policy

    def test_quarter_policy_by_days(self, read: Read) -> None:
        days = ("03-20", "06-20", "10-05", "12-31")
        policy = read(f"[quarter]\nreport_by = {list(days)}").quarter.report_by
        assert policy == read(NHACVIEC_QUARTER__REPORT_BY=",".join(days)).quarter.report_by
        assert [f"{policy.last_day(Quarter(2026, number)):%m-%d}" for number in range(1, 5)] == list(days)

    @pytest.mark.parametrize("given", ["http://127.0.0.1:9", "http://127.0.0.1:9/", "http://127.0.0.1:9/bot"])
    def test_zalo_address_is_ready_for_the_token(self, read: Read, given: str) -> None:
        assert read(f'[zalo]\nbase_url = "{given}"').zalo.base_url == "http://127.0.0.1:9/bot"

    @pytest.mark.parametrize("listen", ["127.0.0.1:9090", "[::1]:9090", ":9090", "localhost:0", ""])
    def test_places_to_listen(self, read: Read, listen: str) -> None:
        assert read(f'[http]\nlisten = "{listen}"').http.listen == listen

    def test_numbers_may_be_users_on_zalo(self, read: Read) -> None:
        assert read("[admins]\nzalo = [12]").admins.zalo == ("12",)


class TestWrongValues:
    @pytest.mark.parametrize(
        ("section", "line", "kind"),
        [
            ("bot", "name = 5", "text"),
            ("bot", 'name = "  "', "empty"),
            ("bot", f'name = "{"a" * 501}"', "long"),
            ("bot", 'timezone = "Mars/Base"', "timezone"),
            ("bot", "data_dir = 1", "text"),
            ("telegram", 'token = "12 34"', "token"),
            ("telegram", 'token = "mã của tôi"', "token"),
            ("telegram", 'base_url = ""', "url"),
            ("telegram", 'base_url = "api.telegram.org"', "url"),
            ("telegram", 'webhook_url = "https://[x"', "url"),
            ("telegram", 'proxy = "10.0.0.1:3128"', "proxy"),
            ("telegram", 'webhook_secret = "dấu"', "webhook_secret"),
            ("telegram", 'webhook_listen = "8443"', "listen"),
            ("telegram", 'webhook_listen = "127.0.0.1:70000"', "listen"),
            ("telegram", 'webhook_listen = ""', "listen"),
            ("zalo", 'webhook_secret = "short"', "webhook_secret"),
            ("zalo", "monthly_messages = 0", "at_least"),
            ("zalo", "monthly_messages = 1_000_000_000", "at_most"),
            ("database", 'url = "mysql://localhost/x"', "database_url"),
            ("database", 'url = "sqlite:///:memory:"', "database_url"),
            ("office", 'receivers = [""]', "empty"),
            ("reminders", 'lead_days = ["x"]', "number"),
            ("reminders", "lead_days = 14", "list"),
            ("reminders", "lead_days = [-1]", "at_least"),
            ("reminders", "overdue_days = [0]", "at_least"),
            ("reminders", 'send_from = "7 giờ"', "hour"),
            ("reminders", 'send_from = "24:00"', "hour"),
            ("reminders", "send_from = 730", "hour"),
            ("reminders", 'send_from = "17:30"', "hours_order"),
            ("reminders", "late_after_hours = 0", "above"),
            ("reminders", "late_after_hours = nan", "number"),
            ("quarter", 'report_by = "nd10"', "quarter"),
            ("quarter", 'report_by = ["03-20", "06-20"]', "quarter"),
            ("quarter", 'report_by = ["02-29", "06-20", "09-20", "12-20"]', "quarter"),
            ("quarter", 'report_by = ["12-20", "09-20", "06-20", "03-20"]', "quarter"),
            ("quarter", "report_by = 14", "quarter"),
            ("calendar", "extra_days_off = [20260102]", "day"),
            ("calendar", 'extra_days_off = ["02/01/2026"]', "day"),
            ("calendar", "extra_days_off = [2026-01-02T08:00:00]", "day"),
            ("calendar", "extra_days_off = [2026-01-02]\nextra_working_days = [2026-01-02]", "days_both"),
            ("bot", 'data_dir = "a\\u0000b"', "path"),
            ("bot", 'data_dir = "~nobody-of-this-name/x"', "path"),
            ("backup", 'directory = "a\\u0007"', "path"),
            ("database", 'url = "sqlite:///a\\u0000b"', "database_url"),
            ("digest", 'weekday = "friday"', "choice"),
            ("admins", "telegram = [0]", "above"),
            ("http", 'public_url = "ftp://x"', "url"),
        ],
    )
    def test_is_named_with_what_is_allowed(
        self, refuse: Callable[..., ConfigError], section: str, line: str, kind: str
    ) -> None:
        error = refuse(f"[{section}]\n{line}")
        assert error.code == f"config.value.{kind}"
        assert f"{section}." in sentence(error)
        assert "config.toml" in str(error.values["where"])

    def test_in_a_variable_the_variable_is_named(self, refuse: Callable[..., ConfigError]) -> None:
        error = refuse("[digest]\nat = '08:00'", NHACVIEC_DIGEST__AT="sáng")
        assert error.values == {"key": "digest.at", "where": "NHACVIEC_DIGEST__AT", "given": "sáng"}

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ('[bot]\nnam = "x"', "config.unknown_key"),
            ('[telegarm]\ntoken = "x"', "config.unknown_section"),
            ('token = "x"', "config.unknown_section"),
            ('bot = "x"', "config.not_a_section"),
            ("[[bot]]", "config.not_a_section"),
        ],
    )
    def test_unknown(self, refuse: Callable[..., ConfigError], text: str, code: str) -> None:
        assert refuse(text).code == code

    def test_likeliest_is_named_first(self, refuse: Callable[..., ConfigError]) -> None:
        assert str(refuse(NHACVIEC_TELEGARM__TOKEN="x").values["allowed"]).startswith("telegram, ")
        error = refuse(NHACVIEC_TELEGRAM__WEBHOOK_SECRT="x")
        assert str(error.values["allowed"]).startswith("webhook_secret, ")
        assert error.values["where"] == "NHACVIEC_TELEGRAM__WEBHOOK_SECRT"

    @pytest.mark.parametrize("line", [f'token = "{TOKEN} "x', f'token = "{TOKEN} x"', f'proxy = "{TOKEN}"'])
    def test_secrets_are_not_repeated(self, refuse: Callable[..., ConfigError], line: str) -> None:
        error = refuse(f"[telegram]\n{line}")
        cause = error.__cause__
        assert TOKEN not in f"{error!r} {sentence(error)} {cause!r} {cause}"


class TestWrongFiles:
    def test_syntax_is_told_with_its_line(self, refuse: Callable[..., ConfigError]) -> None:
        error = refuse("[bot]\nname = Bot\n")
        assert (error.code, error.values["line"]) == ("config.syntax", 2)

    def test_cut_off(self, refuse: Callable[..., ConfigError]) -> None:
        assert refuse('[bot]\nname = "Bot').code == "config.cut_off"

    def test_legacy_encoding(self, tmp_path: Path) -> None:
        (tmp_path / "config.toml").write_bytes('[bot]\nname = "Nhắc"'.encode("utf-16"))
        with pytest.raises(ConfigError) as caught:
            load(tmp_path / "config.toml", {})
        assert caught.value.code == "config.encoding"

    def test_directory(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigError) as caught:
            load(tmp_path, {})
        assert caught.value.code == "config.unreadable"


class TestSecrets:
    def test_lists_what_no_log_may_show(self, read: Read) -> None:
        config = read(
            f"""
            [telegram]
            token = "{TOKEN}"
            proxy = "socks5://me:p%40ss@10.0.0.1:1080"
            [zalo]
            webhook_secret = "abcdefgh"
            [database]
            url = "postgresql://bot:sesame@localhost/nhacviec"
            """
        )
        assert config.secrets() == {TOKEN, "p%40ss", "p@ss", "abcdefgh", "sesame"}

    def test_tokens_do_not_show_themselves(self, read: Read) -> None:
        assert TOKEN not in repr(read(f'[telegram]\ntoken = "{TOKEN}"'))


SECTIONS = st.sampled_from([*Config.model_fields, "other"])
KEYS = st.sampled_from(
    ["name", "token", "url", "lead_days", "send_from", "report_by", "at", "telegram", "listen", "odd"]
)


@given(st.dictionaries(st.tuples(SECTIONS, KEYS), st.text(max_size=20), max_size=3))
def test_whatever_the_environment_the_answer_is_ours(variables: dict[tuple[str, str], str]) -> None:
    environ = {f"NHACVIEC_{section}__{key}".upper(): value for (section, key), value in variables.items()}
    try:
        load(None, environ)
    except ConfigError as refused:
        said = refused
    else:
        return
    assert said.code in codes()
    assert "{" not in sentence(ConfigError(said.code, **{**said.values, "given": ""}))


def test_the_limits_of_documents_are_settings() -> None:
    config = Config.model_validate({"documents": {"megabytes": 1, "pages": 2, "rows": 3, "seconds": 4}})
    assert config.as_limits() == Limits(bytes=1_000_000, pages=2, rows=3, seconds=4.0)


def test_how_long_words_and_traces_are_kept_are_settings_beside_the_hour_of_the_backup() -> None:
    assert Config().as_retention() == RetentionPolicy(90, 400, time(2, 0))
    config = Config.model_validate({"retention": {"words_days": 30, "traces_days": 365}, "backup": {"at": "03:30"}})
    assert config.as_retention() == RetentionPolicy(30, 365, time(3, 30))
    for wrong in ({"words_days": 29}, {"traces_days": 89}, {"days": 100}):
        with pytest.raises(ValidationError):
            Config.model_validate({"retention": wrong})
