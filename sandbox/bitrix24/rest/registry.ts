import * as fs from 'node:fs'
import type { Method } from './call.ts'

const FOLDER = new URL('../methods/', import.meta.url)

/** The listing of methods/ is the list of methods: a file each, named as the portal names them. */
export async function listMethods(): Promise<string[]> {
  const files = await fs.promises.readdir(FOLDER)
  return files.map((file) => file.replace(/\.ts$/, '')).sort()
}

/** By their names in small letters, as callers may write them however they like. */
export async function loadMethods(): Promise<ReadonlyMap<string, Method>> {
  const names = await listMethods()
  const loaded = await Promise.all(
    names.map(async (name) => {
      const { method } = (await import(new URL(`${name}.ts`, FOLDER).href)) as { method: Method }
      return [name.toLowerCase(), method] as const
    }),
  )
  return new Map(loaded)
}
