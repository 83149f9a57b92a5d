// Takes the place of GNUstep's NSJSONSerialization, which writes fragments unasked. JSON.m
// implements it.
#ifndef OVERLAY_JSON_H
#define OVERLAY_JSON_H

// macOS 10.15 and later.
enum { NSJSONWritingFragmentsAllowed = 1UL << 2 };

@interface OverlayJSONSerialization : NSJSONSerialization
@end

#define NSJSONSerialization OverlayJSONSerialization

#endif
