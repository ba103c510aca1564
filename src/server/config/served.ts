/** Whether `serve` answers DHCPv6. Until then what stands under "Dhcp6" is decided and checked, and a warning says so. */
export const dhcp6IsServed: boolean = false
/** Whether `serve` runs a Control Agent. Until then what stands under "Control-agent" is decided and checked. */
export const agentIsServed: boolean = false
