// Imported first: libraries read it when they are loaded, and skip checks that only development needs.
process.env.NODE_ENV ??= 'production'
