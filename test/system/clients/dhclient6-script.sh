#!/bin/sh
# What dhclient calls at every event of DHCPv6. It configures the interface of this namespace and touches no file of the
# system. Exit code 3 tells dhclient that somebody else has the address: it declines it.
case "$reason" in
  PREINIT6) ip link set "$interface" up ;;
  BOUND6 | RENEW6 | REBIND6)
    if [ -n "$new_ip6_address" ]; then
      ip -6 address replace "$new_ip6_address/$new_ip6_prefixlen" dev "$interface"
      while [ -n "$(ip -6 address show dev "$interface" to "$new_ip6_address" tentative -dadfailed)" ]; do sleep 0.1; done
      if [ -n "$(ip -6 address show dev "$interface" to "$new_ip6_address" dadfailed)" ]; then
        echo "client: DADFAILED $new_ip6_address"
        exit 3
      fi
    fi
    ;;
  DEPREF6 | EXPIRE6 | RELEASE6 | STOP6)
    if [ -n "$old_ip6_address" ]; then ip -6 address del "$old_ip6_address/$old_ip6_prefixlen" dev "$interface"; fi
    ;;
esac
echo "client: $reason address=${new_ip6_address:-$old_ip6_address} prefix=${new_ip6_prefix:-$old_ip6_prefix} servers=$new_dhcp6_name_servers"
