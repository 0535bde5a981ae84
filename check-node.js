// Plain JavaScript, so that an old Node can still read it and say what is missing.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `Ponte runs on Node 24, which "npm ci" brings along; this is Node ${process.versions.node}.\n` +
      'Run "npm ci" again, without --ignore-scripts.\n',
  )
  process.exit(1)
}
