// Methods of NSData that report why a file could not be read. Data.m implements them.
#ifndef OVERLAY_DATA_H
#define OVERLAY_DATA_H

typedef NS_ENUM(NSUInteger, NSDataReadingOptions) {
  NSDataReadingMappedIfSafe = 1 << 0,
  NSDataReadingUncached = 1 << 1,
  NSDataReadingMappedAlways = 1 << 3,
};

@interface NSData (OverlayReading)
+ (instancetype)dataWithContentsOfFile:(NSString *)path
                               options:(NSDataReadingOptions)options
                                 error:(NSError **)error;
+ (instancetype)dataWithContentsOfURL:(NSURL *)url
                              options:(NSDataReadingOptions)options
                                error:(NSError **)error;
- (instancetype)initWithContentsOfFile:(NSString *)path
                               options:(NSDataReadingOptions)options
                                 error:(NSError **)error;
- (instancetype)initWithContentsOfURL:(NSURL *)url
                              options:(NSDataReadingOptions)options
                                error:(NSError **)error;
@end

#endif
