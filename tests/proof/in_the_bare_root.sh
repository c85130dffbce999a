# Runs inside the bare Debian, without a network: install, start, take a number; then tables of the version before,
# the bundle again, and the hall goes on with all that was there. Prints the numbers.
set -euo pipefail
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
as_hall() { runuser -u yichuang -- "$@"; }
program=/opt/yichuang/.venv/bin/yichuang

start() {
  runuser -u yichuang -- $program serve --port 8000 >/tmp/hall.log 2>&1 &   # no function: its own process is to be stopped
  hall=$!
  for _ in $(seq 150); do
    kill -0 $hall 2>/dev/null || { cat /tmp/hall.log; exit 1; }
    if (echo >/dev/tcp/127.0.0.1/8000) 2>/dev/null; then return; fi
    sleep 0.4
  done
  cat /tmp/hall.log; exit 1
}
stop() { kill $hall; wait $hall || true; }
take() {
  python3 - "$1" "$2" <<'END'
import json, sys, urllib.request
base = "http://127.0.0.1:8000"
kiosk = urllib.request.urlopen(f"{base}/kiosk").read().decode()
assert "排水许可" in kiosk
script = next(part.split('"')[0] for part in urllib.request.urlopen(f"{base}/board").read().decode().split('src="')[1:])
assert urllib.request.urlopen(base + script).status == 200
headers = {"Authorization": f"Bearer {sys.argv[1]}", "Content-Type": "application/json", "Idempotency-Key": sys.argv[2]}
ask = urllib.request.Request(f"{base}/api/v1/tickets", json.dumps({"services": ["E01"]}).encode(), headers)
ticket = json.load(urllib.request.urlopen(ask))
print("NUMBER", ticket["number"], ticket["people_ahead"])
END
}
tables() { as_hall /opt/yichuang/.venv/bin/python - "$@" <<'END'
import sys
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from kiosk.config import Settings
from kiosk.storage import migrate
engine, config = create_engine(Settings().database), Config()
config.set_main_option("script_location", str(migrate.FOLDER))
with engine.begin() as connection:
    config.attributes["connection"] = connection
    for step in sys.argv[1:]:
        command.downgrade(config, step)
with engine.connect() as connection:
    now = MigrationContext.configure(connection).get_current_revision()
print("TABLES", "new" if now == migrate.head() else "old")
END
}

cd /root
! command -v python3 >/dev/null || { echo "not bare: python3 is there"; exit 1; }
tar xzf yichuang-*.tar.gz
yichuang-*/install.sh
test -f /opt/yichuang/.venv/docs/deploy/nginx.conf && test -f /opt/yichuang/.venv/docs/operations.md && echo "DOCS there"
set -a; . /etc/yichuang/yichuang.env; set +a
start
token=$(as_hall $program token add --role kiosk)
take "$token" first
yichuang doctor || [ $? = 1 ]     # as root types it
as_hall $program backup --to /var/lib/yichuang/before.tar.gz
stop

tables -1                          # as the version before has left them
yichuang-*/install.sh >/dev/null   # the upgrade, with all that is there
start
take "$token" second               # the token is known, and E001 still waits
take "$token" first                # the press of before the upgrade is not done twice
as_hall $program audit verify | head -2
stop
tables
