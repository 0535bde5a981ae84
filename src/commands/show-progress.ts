import type { Progress } from '#src/sync/backfill.ts'
import type { BackfillValue } from '#src/sync/cursor-values.ts'
import { createPace } from '#src/sync/pace.ts'

type Options = { pipelineId: number; asJson: boolean; out?: NodeJS.WriteStream }

const BAR = 30
const LINE_EVERY_MS = 1_000

/** A bar where a person looks, else a line now and then; with `asJson` for programs. */
export function showProgress({ pipelineId, asJson, out = process.stdout }: Options) {
  const isBar = out.isTTY && !asJson
  const pace = createPace()
  let phase: Progress['phase'] | null = null
  let saidAtMs = 0

  function step(progress: Progress): void {
    const atMs = performance.now()
    if (progress.phase !== phase) pace.forget()
    const isNew = progress.phase !== phase
    phase = progress.phase
    const { done, deals } = pace.add(progress) ?? { done: 0, deals: 0 }
    if (!isNew && atMs - saidAtMs < (isBar ? 100 : LINE_EVERY_MS)) return
    saidAtMs = atMs
    const leftS = done > 0 ? Math.ceil((progress.total - progress.done) / done) : null
    const said = {
      pipeline: pipelineId,
      ...progress,
      per_second: Math.round(deals > 0 ? deals : done),
      left_seconds: leftS,
    }
    if (asJson) out.write(`${JSON.stringify(said)}\n`)
    else out.write(isBar ? `\r\x1b[2K${lineOf(said)}` : `${lineOf(said)}\n`)
  }

  return {
    step,
    end({ deals, timelines, startedAt, finishedAt }: BackfillValue): void {
      const seconds = Math.round((Date.parse(finishedAt ?? startedAt) - Date.parse(startedAt)) / 1_000)
      const said = {
        pipeline: pipelineId,
        phase: 'done',
        deals: deals.rows,
        timelines: timelines.promised,
        seconds,
      }
      if (asJson) out.write(`${JSON.stringify(said)}\n`)
      else
        out.write(
          `${isBar ? '\r\x1b[2K' : ''}pipeline ${pipelineId}: ${deals.rows} deals, ${timelines.promised} read whole, ${seconds} s\n`,
        )
    },
  }
}

type Line = Progress & { pipeline: number; per_second: number; left_seconds: number | null }

function lineOf({ pipeline, phase, done, total, deals, per_second, left_seconds }: Line): string {
  if (phase === 'waiting') return `pipeline ${pipeline}: the CRM is away; waiting for it`
  const part = total > 0 ? Math.min(1, done / total) : 1
  const bar = '█'.repeat(Math.round(part * BAR)).padEnd(BAR, '░')
  const left = left_seconds === null ? '' : `, ${clockTime(left_seconds)} left`
  const what = phase === 'deals' ? `${deals} deals` : `${done} of ${total} read whole`
  return `pipeline ${pipeline} ${bar} ${String(Math.floor(part * 100)).padStart(3)} %  ${what}, ${per_second}/s${left}`
}

const clockTime = (seconds: number) =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`
