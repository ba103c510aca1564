#!/bin/sh
# What udhcpc calls at every event. It configures the interface of this namespace and touches no file of the system.
case "$1" in
  deconfig)
    ip -4 address flush dev "$interface"
    ip link set "$interface" up
    ;;
  bound | renew) ip address replace "$ip/$mask" dev "$interface" ;;
esac
echo "client: $1 $ip routers=$router"
