// Who is said to be away: the checker on a sound world and on a broken one.
import test from 'ava'
import { first, runs, state } from '../scene.ts'
import { makePresence } from '../simulator/checkers/presence.ts'
import { broken, sound } from '../verdicts.ts'

const told = (...lines: string[]) => runs(first, 4, state(['+0 Ann', ...lines]))

test('players go and come back', sound, makePresence(false), told('away 0', 'back 0', 'away 0'))
test('an absence that is told twice is found', broken, makePresence(false), /"away 0" twice/, told('away 0', 'away 0'))
test('a return of who was there is found', broken, makePresence(false), /"back 0" twice/, told('back 0'))
test('an absence where nothing fails is found', broken, makePresence(true), /everybody was there/, told('away 0'))
