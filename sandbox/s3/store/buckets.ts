import { S3Failure } from '#sandbox/s3/failure.ts'
import type { Database } from './database.ts'

export type Bucket = { name: string; createdAt: number }

export type Buckets = {
  list(): Bucket[]
  create(name: string): void
  /** Throws NoSuchBucket. */
  check(name: string): void
  /** Only an empty one; its unfinished uploads go with it. The files that nobody names any more. */
  remove(name: string): string[]
}

export function openBuckets(database: Database): Buckets {
  const exists = (name: string) => database.get('select name from buckets where name = ?', name) !== undefined

  function check(name: string): void {
    if (!exists(name)) throw new S3Failure('NoSuchBucket', undefined, { BucketName: name })
  }

  return {
    list: () => database.all<Bucket>('select name, createdAt from buckets order by name'),
    create(name) {
      if (exists(name)) throw new S3Failure('BucketAlreadyOwnedByYou', undefined, { BucketName: name })
      database.run('insert into buckets (name, createdAt) values (?, ?)', name, Date.now())
    },
    check,
    remove: (name) =>
      database.transaction(() => {
        check(name)
        if (database.get('select 1 from objects where bucket = ? limit 1', name)) {
          throw new S3Failure('BucketNotEmpty', undefined, { BucketName: name })
        }
        const inBucket = 'select id from uploads where bucket = ?'
        const parts = database.all<{ file: string }>(
          `select file from parts where upload in (${inBucket})`,
          name,
        )
        database.run(`delete from parts where upload in (${inBucket})`, name)
        database.run('delete from uploads where bucket = ?', name)
        database.run('delete from buckets where name = ?', name)
        return parts.map(({ file }) => file)
      }),
  }
}
