// Two kinds of test: a checker leaves a sound world alone, and finds what is wrong in a broken one.
import test from 'ava'
import { verdict } from './scene.ts'
import type { MakeChecker } from './simulator/checker.ts'
import type { Sighting } from './simulator/sighting.ts'

export const sound = test.macro({
  exec: (t, make: MakeChecker, ...sightings: Sighting[]) => t.is(verdict(make, ...sightings), null),
  title: (given = '') => given,
})

export const broken = test.macro({
  exec: (t, make: MakeChecker, says: RegExp, ...sightings: Sighting[]) =>
    t.regex(verdict(make, ...sightings) ?? 'nothing found', says),
  title: (given = '') => given,
})
