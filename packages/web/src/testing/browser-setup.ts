import { afterEach } from 'vitest'
import '../styles.css'

afterEach(() => localStorage.clear())
