// Before everything else: libraries look at it when they are loaded, and check more than a running service needs.
process.env.NODE_ENV ??= 'production'
