# Runs inside the bare Debian, without a network: install, start, take a number. Prints the number alone at the end.
set -euo pipefail
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
cd /root
! command -v python3 >/dev/null || { echo "not bare: python3 is there"; exit 1; }
tar xzf yichuang-*.tar.gz
yichuang-*/install.sh
yichuang-*/install.sh >/dev/null   # again: an upgrade, with all that is there
set -a; . /etc/yichuang/yichuang.env; set +a
runuser -u yichuang -- /opt/yichuang/.venv/bin/yichuang serve --port 8000 >/tmp/hall.log 2>&1 &
hall=$!
token=
for _ in $(seq 150); do
  kill -0 $hall 2>/dev/null || { cat /tmp/hall.log; exit 1; }
  if (echo >/dev/tcp/127.0.0.1/8000) 2>/dev/null; then
    token=$(runuser -u yichuang -- /opt/yichuang/.venv/bin/yichuang token add --role kiosk)
    break
  fi
  sleep 0.4
done
python3 - "$token" <<'END'
import json, sys, urllib.request
base = "http://127.0.0.1:8000"
kiosk = urllib.request.urlopen(f"{base}/kiosk").read().decode()
assert "排水许可" in kiosk
script = next(part.split('"')[0] for part in urllib.request.urlopen(f"{base}/board").read().decode().split('src="')[1:])
assert urllib.request.urlopen(base + script).status == 200
headers = {"Authorization": f"Bearer {sys.argv[1]}", "Content-Type": "application/json", "Idempotency-Key": "first"}
ask = urllib.request.Request(f"{base}/api/v1/tickets", json.dumps({"services": ["E01"]}).encode(), headers)
print("NUMBER", json.load(urllib.request.urlopen(ask))["number"])
END
runuser -u yichuang -- /opt/yichuang/.venv/bin/yichuang doctor || [ $? = 1 ]
kill $hall; wait $hall || true
