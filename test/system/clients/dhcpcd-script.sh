#!/bin/sh
# What dhcpcd calls at every event instead of its hooks: it sets the address itself, and no hook may write resolv.conf.
echo "client: $reason ${new_ip_address:-$old_ip_address} routers=$new_routers"
