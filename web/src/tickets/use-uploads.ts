import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '../api.ts'
import { describeSize } from '../ui/size.ts'
import { ticketApi } from './ticket-api.ts'
import { metaQuery } from './ticket-queries.ts'

export type Uploading = {
  key: string
  file: File
  /** From 0 to 1. */
  share: number
  uploadId: string | null
  /** A sentence; null: it is under way or there. */
  failure: string | null
}

/** Files on their way to a ticket or a message: sent as soon as they are chosen, one beside the other. */
export function useUploads() {
  const { t } = useTranslation()
  const { data: meta } = useQuery(metaQuery())
  const [files, setFiles] = useState<readonly Uploading[]>([])
  const [refusals, setRefusals] = useState<readonly string[]>([])
  const aborts = useRef(new Map<string, AbortController>())
  useEffect(() => {
    const all = aborts.current
    return () => {
      for (const abort of all.values()) abort.abort()
    }
  }, [])

  const change = (key: string, now: Partial<Uploading>) =>
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...now } : one)))

  async function send({ key, file }: Pick<Uploading, 'key' | 'file'>): Promise<void> {
    const abort = new AbortController()
    aborts.current.set(key, abort)
    change(key, { failure: null, share: 0 })
    try {
      const onProgress = (share: number) => change(key, { share })
      const { upload_id } = await ticketApi.upload(file, { onProgress, signal: abort.signal })
      change(key, { uploadId: upload_id, share: 1 })
    } catch (error) {
      if (abort.signal.aborted) return
      const why = error instanceof Problem && error.message ? error.message : t('tickets.files.offline')
      change(key, { failure: why })
    }
  }

  function add(chosen: Iterable<File>): void {
    const limits = meta?.limits
    const refused: string[] = []
    const taken: Uploading[] = []
    for (const file of chosen) {
      if (limits && file.size > limits.file_bytes)
        refused.push(
          t('tickets.files.tooLarge', {
            name: file.name,
            size: describeSize(file.size),
            limit: describeSize(limits.file_bytes),
          }),
        )
      else if (limits && files.length + taken.length >= limits.files) {
        refused.push(t('tickets.files.tooMany', { count: limits.files }))
        break
      } else taken.push({ key: crypto.randomUUID(), file, share: 0, uploadId: null, failure: null })
    }
    setRefusals(refused)
    setFiles((all) => [...all, ...taken])
    for (const one of taken) void send(one)
  }

  function remove(key: string): void {
    aborts.current.get(key)?.abort()
    aborts.current.delete(key)
    setFiles((all) => all.filter((one) => one.key !== key))
    setRefusals([])
  }

  return {
    files,
    refusals,
    limits: meta?.limits ?? null,
    uploadIds: files.flatMap(({ uploadId }) => uploadId ?? []),
    /** All of them have arrived. */
    isReady: files.every(({ uploadId }) => uploadId !== null),
    add,
    remove,
    retry: (key: string) => {
      const one = files.find((file) => file.key === key)
      if (one) void send(one)
    },
    clear() {
      setFiles([])
      setRefusals([])
    },
  }
}
export type Uploads = ReturnType<typeof useUploads>
