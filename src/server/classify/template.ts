/** What the classes of a template are called before the value: SPAWN_<template>_. */
export function spawnPrefix(template: string): string {
  return `SPAWN_${template}_`
}
