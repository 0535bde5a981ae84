import { afterAll } from 'vitest'
import type { Client } from './client.ts'
import { createWorld, type World } from './world.ts'

/** What the tests of one file have in common: a world, which ends with the last of them, and demo people in it. */
export type People = Record<'maria' | 'pedro' | 'joao' | 'ana', Client> & { world: World }

export async function signedIn(settings: Record<string, string> = {}): Promise<People> {
  const world = await createWorld(settings)
  afterAll(() => world[Symbol.asyncDispose]())
  return {
    world,
    maria: await world.signIn('1001'),
    pedro: await world.signIn('1002'),
    joao: await world.signIn('2001'),
    ana: await world.signIn('2002'),
  }
}
