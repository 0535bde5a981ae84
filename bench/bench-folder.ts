import * as os from 'node:os'
import { temporaryFolder } from '#test/process.ts'

/** On a disk, where waiting for it is a part of what is measured. */
export const benchFolder = () => temporaryFolder('ponte-bench-', os.tmpdir())
