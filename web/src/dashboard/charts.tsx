import type { Dashboard } from './dashboard-queries.ts'
import { DaysChart } from './days-chart.tsx'
import { TimesChart } from './times-chart.tsx'

/** Everything that needs recharts. */
export const Charts = ({ dashboard }: { dashboard: Dashboard }) => (
  <>
    <DaysChart dashboard={dashboard} />
    <TimesChart days={dashboard.days} />
  </>
)
