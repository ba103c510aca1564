#!/bin/sh
# Installs the programs that the system tests run against: other projects' clients, relay, server and decoder.
# Only on Debian and its children, only as root; elsewhere it says which tests are left out. No service is started.
set -eu

# program : package that has it
peers='dhclient:isc-dhcp-client udhcpc:udhcpc dhcpcd:dhcpcd-base kea-dhcp4:kea-dhcp4-server kea-dhcp6:kea-dhcp6-server
perfdhcp:kea-admin
kea-lfc:kea-common tshark:tshark ip:iproute2 dhcrelay:isc-dhcp-relay ps:procps sysctl:procps
setpriv:util-linux dhcpd:isc-dhcp-server dnsmasq:dnsmasq-base'

PATH=$PATH:/usr/sbin:/sbin
programs='' packages=''
for peer in $peers; do
  program=${peer%%:*}
  if ! command -v "$program" >/dev/null; then
    programs="$programs $program"
    packages="$packages ${peer#*:}"
  fi
done
[ -n "$programs" ] || exit 0

why=''
if ! command -v apt-get >/dev/null; then
  why='no apt-get on this system'
elif [ "$(id -u)" -ne 0 ]; then
  why='not root'
fi
if [ -n "$why" ]; then
  echo "tests that need one of these programs are left out ($why):$programs"
  exit 0
fi

# invoke-rc.d asks this script before it starts a service; 101 is "not allowed"
policy=/usr/sbin/policy-rc.d
kept=$(mktemp)
rm -f "$kept"
[ ! -e "$policy" ] || cp -p "$policy" "$kept"
restore() {
  if [ -e "$kept" ]; then
    cp -p "$kept" "$policy"
    rm -f "$kept"
  else
    rm -f "$policy"
  fi
}
trap restore EXIT
trap 'exit 1' INT TERM HUP
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
# tshark asks whether others than root may capture
echo 'wireshark-common wireshark-common/install-setuid boolean false' | debconf-set-selections || true
log=$(mktemp)
apt-get update >"$log" 2>&1 || true
for package in $packages; do
  # One by one: a package that a release does not have must not keep the others away
  apt-get install -y --no-install-recommends "$package" >>"$log" 2>&1 || echo "not installed: $package (see $log)"
done

left=''
for program in $programs; do
  command -v "$program" >/dev/null || left="$left $program"
done
if [ -n "$left" ]; then
  echo "tests that need one of these programs are left out (apt-get could not install them, see $log):$left"
else
  rm -f "$log"
fi
