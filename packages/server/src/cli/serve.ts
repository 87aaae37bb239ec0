import { readConfig } from '../config.ts'
import { serve } from '../main.ts'

export default () => serve(readConfig())
