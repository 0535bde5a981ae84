import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { RoomServer } from './room-socket.ts'

export type RoomObserver = {
  said(event: string): void
  /** From the commit to the last socket. */
  relayed(lagS: number): void
  resynced(): void
  dropped(): void
  refused(code: string): void
}

/** Of this gateway alone: each has its own sockets. */
export function observeRooms(registry: Registry, io: RoomServer): RoomObserver {
  const registers = [registry]
  new Gauge({
    name: 'ponte_sockets',
    help: 'Clients that are connected here',
    registers,
    collect() {
      this.set(io.sockets.sockets.size)
    },
  })
  new Gauge({
    name: 'ponte_rooms',
    help: 'Rooms with somebody in them, by what they are of',
    labelNames: ['of'],
    registers,
    collect() {
      const counts = { ticket: 0, user: 0, dashboard: 0 }
      for (const room of io.sockets.adapter.rooms.keys()) {
        const of = /^(ticket(?=:\d+$)|user(?=:)|dashboard$)/.exec(room)?.[0]
        if (of) counts[of as keyof typeof counts] += 1
      }
      for (const [of, rooms] of Object.entries(counts)) this.set({ of }, rooms)
    },
  })
  const said = new Counter({
    name: 'ponte_room_events_total',
    help: 'Events said in rooms, each counted once however many heard it',
    labelNames: ['event'],
    registers,
  })
  const lag = new Histogram({
    name: 'ponte_relay_lag_seconds',
    help: 'From the commit of an event to its being said here',
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers,
  })
  const resyncs = new Counter({
    name: 'ponte_room_resyncs_total',
    help: 'Clients that were away for too long and had to read afresh',
    registers,
  })
  const dropped = new Counter({
    name: 'ponte_room_slow_clients_total',
    help: 'Clients cut off because they did not take what was said',
    registers,
  })
  const refused = new Counter({
    name: 'ponte_room_refusals_total',
    help: 'Clients and what they asked that were refused, by code',
    labelNames: ['code'],
    registers,
  })
  return {
    said: (event) => said.inc({ event }),
    relayed: (lagS) => lag.observe(Math.max(0, lagS)),
    resynced: () => resyncs.inc(),
    dropped: () => dropped.inc(),
    refused: (code) => refused.inc({ code }),
  }
}
