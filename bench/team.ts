import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import * as path from 'node:path'
import type { Job } from '#bench/workers/worker.ts'

export type Team<Told> = {
  /** What the workers have told so far, each with the moment of its arrival. */
  told: Told[]
  begin(): void
  /** When all of them have ended by themselves. */
  ended(): Promise<void>
  kill(): Promise<void>
}

type Options = { worker: string; count: number; job: Omit<Job, 'name'>; certificateFile: string }

/** Processes that do the same, each on its own, and begin together once all of them are ready. */
export async function gatherTeam<Told>({
  worker,
  count,
  job,
  certificateFile,
}: Options): Promise<Team<Told>> {
  const file = path.resolve(import.meta.dirname, 'workers', `${worker}.ts`)
  const told: Told[] = []
  const children = Array.from({ length: count }, (_, index) =>
    fork(file, [JSON.stringify({ ...job, name: `${worker}-${index}` } satisfies Job)], {
      env: { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: certificateFile },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  )
  const exits = children.map((child) => once(child, 'exit'))
  await Promise.all(children.map(ready))
  for (const child of children) child.on('message', (message) => told.push(message as Told))
  return {
    told,
    begin() {
      for (const child of children) child.send('begin')
    },
    async ended() {
      await Promise.all(exits)
    },
    async kill() {
      for (const child of children) child.kill('SIGKILL')
      await Promise.all(exits)
    },
  }
}

async function ready(child: ChildProcess): Promise<void> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => [`ended with ${code}`]),
  ])
  if (message !== 'ready') throw new Error(`A worker did not start: ${message}`)
}
