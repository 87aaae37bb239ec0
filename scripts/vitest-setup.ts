import { takeCoverage } from 'node:v8'
import { afterAll } from 'vitest'

// Vitest ends its processes with a signal, before Node would write what they covered.
if (process.env.NODE_V8_COVERAGE) afterAll(takeCoverage)
