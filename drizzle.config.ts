import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/db/schema.ts',
    './src/db/crm-schema.ts',
    './src/db/ticket-schema.ts',
    './src/db/activity-schema.ts',
    './src/db/ledger-schema.ts',
    './src/db/link-schema.ts',
    './src/db/job-schema.ts',
    './src/db/mirror-schema.ts',
    './src/db/sla-schema.ts',
    './src/db/facts-schema.ts',
    './src/db/view-schema.ts',
    './src/db/reply-schema.ts',
    './src/db/assignment-schema.ts',
    './src/db/help-schema.ts',
    './src/db/mail-schema.ts',
    './src/db/notice-schema.ts',
    './src/db/rule-schema.ts',
    './src/db/privacy-schema.ts',
  ],
  out: './drizzle',
  casing: 'snake_case',
})
