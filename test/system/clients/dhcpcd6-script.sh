#!/bin/sh
# What dhcpcd calls at every event instead of its hooks: it sets the address itself, and no hook may write resolv.conf.
echo "client: $reason address=$new_dhcp6_ia_na1_ia_addr1 prefix=$new_dhcp6_ia_pd1_prefix1/$new_dhcp6_ia_pd1_prefix1_length servers=$new_dhcp6_name_servers"
