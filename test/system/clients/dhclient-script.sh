#!/bin/sh
# What dhclient calls at every event. It configures the interface of this namespace and touches no file of the system.
case "$reason" in
  PREINIT) ip link set "$interface" up ;;
  BOUND | RENEW | REBIND | REBOOT)
    if [ "$old_ip_address" != "" ] && [ "$old_ip_address" != "$new_ip_address" ]; then ip -4 address flush dev "$interface"; fi
    ip address replace "$new_ip_address/$new_subnet_mask" dev "$interface"
    ;;
  EXPIRE | FAIL | RELEASE | STOP) ip -4 address flush dev "$interface" ;;
esac
echo "client: $reason ${new_ip_address:-$old_ip_address} routers=$new_routers"
