/** Whether `serve` answers DHCPv6. Until then what stands under "Dhcp6" is decided and checked, and a warning says so. */
export const dhcp6IsServed: boolean = false
