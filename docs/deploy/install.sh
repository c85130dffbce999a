#!/usr/bin/env bash
# 安装一窗：在没有网络的 Debian 12 上，以 root 运行。再运行一次就是升级；数据和设置不动。
# Installs Yichuang on a Debian 12 without a network, as root. Run again with a newer bundle it upgrades.
# With --agent: the program alone, for a PC that has a print agent and no hall.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=$(cat "$here/VERSION")
home=/opt/yichuang settings=/etc/yichuang data=/var/lib/yichuang

[ "$(id -u)" = 0 ] || { echo "请以 root 运行 / please run as root" >&2; exit 1; }
. /etc/os-release
[ "${VERSION_CODENAME:-}" = bookworm ] || { echo "只支持 Debian 12 / for Debian 12 only, this is ${PRETTY_NAME:-unknown}" >&2; exit 1; }
(cd "$here" && sha256sum --check --quiet SHA256SUMS) || { echo "安装包不完整，请重新复制 / the bundle is damaged, copy it again" >&2; exit 1; }

if ! python3 -c 'import ensurepip, venv' 2>/dev/null || ! ldconfig -p | grep -q libusb-1.0; then
  echo "安装 Debian 软件包 / installing Debian packages …"
  work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
  lists=$work/lists
  mkdir -p "$lists/partial" /var/lib/yichuang-debs; cp "$here"/debs/* /var/lib/yichuang-debs/
  echo "deb [trusted=yes] file:/var/lib/yichuang-debs ./" >"$work/bundle.list"
  apt="apt-get -q -o Dir::Etc::sourcelist=$work/bundle.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$lists -o APT::Sandbox::User=root"
  export DEBIAN_FRONTEND=noninteractive
  { $apt update && $apt install --yes --no-install-recommends python3 python3-venv libusb-1.0-0; } >"$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
  rm -rf /var/lib/yichuang-debs
fi

echo "安装程序 / installing the program $version …"
place=$home/versions/$version-$(date +%Y%m%d%H%M%S)
mkdir -p "$home/versions"
python3 -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" yichuang
"$place/bin/yichuang" check "$("$place/bin/python" -c 'from kiosk.config import SAMPLE_HALL; print(SAMPLE_HALL)')" >/dev/null
cp -r "$here/docs" "$place/docs"
ln -sfn "$place" "$home/.venv.new" && mv -T "$home/.venv.new" "$home/.venv"   # one step: there is always a version

cp "$here"/systemd/*.service "$here"/systemd/*.socket /etc/systemd/system/ 2>/dev/null || true
if [ -d /etc/udev/rules.d ]; then   # group lp may open USB printers
  cp "$here"/systemd/*.rules /etc/udev/rules.d/
  if [ -d /run/udev ]; then udevadm control --reload && udevadm trigger; fi
fi
if [ "${1:-}" = --agent ]; then
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
  echo "已安装 / installed: $home/.venv/bin/python -m printer ($version)；再看 / see $home/.venv/docs/printing.md, yichuang-agent.service"
  exit 0
fi

id yichuang >/dev/null 2>&1 || useradd --system --home-dir "$data" --shell /usr/sbin/nologin yichuang
install -d -m 0750 -o yichuang -g yichuang "$data"
install -d -m 0750 -o root -g yichuang "$settings"
[ -e "$settings/hall" ] || "$home/.venv/bin/yichuang" init "$settings/hall" >/dev/null
[ -e "$settings/session.key" ] || (umask 077; head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$settings/session.key")
chown yichuang:yichuang "$settings/session.key"; chmod 0400 "$settings/session.key"
first=no; [ -e "$settings/yichuang.env" ] || first=yes
[ "$first" = no ] || cat >"$settings/yichuang.env" <<END
YICHUANG_DATA=$data
YICHUANG_HALL=$settings/hall
YICHUANG_KEY_FILE=$settings/session.key
#YICHUANG_PUBLIC_URL=https://hall.example
#YICHUANG_BACKUP_FOLDER=/mnt/backup/yichuang
END
chown -R root:yichuang "$settings/hall"; chmod 0640 "$settings/yichuang.env"; chgrp yichuang "$settings/yichuang.env"
install -d /usr/local/bin
cat >/usr/local/bin/yichuang <<END
#!/bin/sh
# 以本厅的设置和账号运行 / runs it with the hall's settings, as the hall's account
set -a; . $settings/yichuang.env || exit 1; set +a
[ "\$(id -u)" = 0 ] && exec runuser -u yichuang -- $home/.venv/bin/yichuang "\$@"
exec $home/.venv/bin/yichuang "\$@"
END
chmod 0755 /usr/local/bin/yichuang
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  # an upgrade starts nothing by itself: a hall of several processes has yichuang@ in the place of this one
  [ "$first" = no ] || systemctl enable --now yichuang.socket yichuang.service
fi
[ "$first" = yes ] || echo "已升级，请重启 / upgraded; now: yichuang restart   (docs/deploy/upgrade.md)"
cat <<END
已安装 / installed: $home/.venv/bin/yichuang ($version); 命令 command: /usr/local/bin/yichuang
  1 修改大厅文件 edit the hall's files:   $settings/hall   (yichuang check $settings/hall)
  2 加人 add people:                      yichuang user add NAME --role manager
  3 说明和部署文件 papers, and what nginx, kiosks, PostgreSQL need:  $home/.venv/docs (deploy/README.md)
  4 密钥另存一份，不要和备份放在一起 keep a copy of the key, apart from the backups: $settings/session.key
END
