import type { Command } from '../../command.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { reservationAdd } from './add.js'
import { reservationDel } from './del.js'
import { reservationGet } from './get.js'
import { reservationGetAll } from './get-all.js'
import { reservationGetByAddress } from './get-by-address.js'
import { reservationGetByHostname } from './get-by-hostname.js'
import { reservationGetById } from './get-by-id.js'
import { reservationGetPage } from './get-page.js'
import { reservationUpdate } from './update.js'

/** Reservations: Kea's host_cmds. */
export const hostCommands: readonly Command<ConfigurationRooms>[] = [
  reservationAdd,
  reservationGet,
  reservationGetAll,
  reservationGetPage,
  reservationGetByHostname,
  reservationGetById,
  reservationGetByAddress,
  reservationUpdate,
  reservationDel,
]
