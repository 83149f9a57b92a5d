// Stands before GNUstep's header of the same name and adds what a program in today's Apple style
// takes for granted.
#ifndef OVERLAY_FOUNDATION_H
#define OVERLAY_FOUNDATION_H

#include_next <Foundation/Foundation.h>

// GCC's runtime header has ((BOOL)1), with which @YES does not compile.
#undef YES
#undef NO
#define YES __objc_yes
#define NO __objc_no

// It has (id)0 for nil, which ARC does not take where an NSError ** is wanted.
#undef nil
#define nil ((void *)0)

#include <Foundation/OverlayData.h>
#include <Foundation/OverlayJSON.h>
#include <Foundation/OverlayURLComponents.h>
#include <Foundation/OverlayURLSession.h>
#include <dispatch/dispatch.h>

#endif
