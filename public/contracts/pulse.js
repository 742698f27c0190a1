// A register of pulses: whoever measures the own pulse writes the number down, and all see the row of the last ones.

const keptMax = 100;

export function init() {
  storage.set('next', 0);
}

export function record(beats) {
  if (!Number.isInteger(beats) || beats < 20 || beats > 300) revert('beats a minute, from 20 to 300');
  const next = storage.get('next');
  storage.set('p' + next, { beats, by: context.sender, time: context.time });
  if (next >= keptMax) storage.delete('p' + (next - keptMax));
  storage.set('next', next + 1);
  emit('pulse', { beats, by: context.sender });
  return next;
}

export function last(count = 10) {
  const next = storage.get('next');
  const pulses = [];
  for (let i = next - 1; i >= 0 && pulses.length < count; i--) {
    const pulse = storage.get('p' + i);
    if (pulse === undefined) break;
    pulses.push(pulse);
  }
  return pulses;
}

export function average() {
  const pulses = last(keptMax);
  return pulses.length === 0 ? null : Math.round(pulses.reduce((sum, { beats }) => sum + beats, 0) / pulses.length);
}
