export { dealKey, promiseRefresh } from '#src/jobs/deal-refresh.ts'
