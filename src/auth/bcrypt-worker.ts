import { parentPort } from 'node:worker_threads'
import bcrypt from 'bcryptjs'

/** Runs beside the gateway: bcrypt in JavaScript takes its thread for a third of a second. */
parentPort?.on('message', ({ id, password, hash }: { id: number; password: string; hash: string }) => {
  parentPort?.postMessage({ id, isRight: bcrypt.compareSync(password, hash) })
})
