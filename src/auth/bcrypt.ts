import { Worker } from 'node:worker_threads'

/** What bcrypt itself writes, at costs that somebody would choose. */
const SHAPE = /^\$2[aby]\$(?:0[4-9]|1[0-6])\$[./A-Za-z0-9]{53}$/

let worker: Worker | undefined
let asked = 0
const waiting = new Map<number, { resolve: (isRight: boolean) => void; reject: (error: Error) => void }>()

/** For the hashes of the portal before, one at a time, and beside everything else. */
export async function verifyBcrypt(password: string, hash: string): Promise<boolean> {
  if (!SHAPE.test(hash)) return false
  worker ??= startWorker()
  asked += 1
  const id = asked
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  waiting.set(id, { resolve, reject })
  worker.postMessage({ id, password, hash })
  return promise
}

/** Started by the first old hash; most gateways never meet one. It keeps no process alive. */
function startWorker(): Worker {
  const started = new Worker(new URL('./bcrypt-worker.ts', import.meta.url))
  started.unref()
  started.on('message', ({ id, isRight }: { id: number; isRight: boolean }) => {
    waiting.get(id)?.resolve(isRight)
    waiting.delete(id)
  })
  started.on('error', (error: Error) => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  })
  return started
}
