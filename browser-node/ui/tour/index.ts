// The tour for somebody who is here for the first time.

export { default as TourGuide } from './tour-guide.svelte';
export { setTour, tourSteps } from './tour-steps.ts';
