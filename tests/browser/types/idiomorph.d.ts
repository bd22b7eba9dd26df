// The copy in static/vendor, which the server gives out beside its own scripts.
export const Idiomorph: any;
