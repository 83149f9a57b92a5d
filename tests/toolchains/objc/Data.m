#import <Foundation/Foundation.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

@implementation NSData (OverlayReading)

+ (instancetype)dataWithContentsOfFile:(NSString *)path
                               options:(NSDataReadingOptions)options
                                 error:(NSError **)error {
  return [[[self alloc] initWithContentsOfFile:path options:options error:error] autorelease];
}

+ (instancetype)dataWithContentsOfURL:(NSURL *)url
                              options:(NSDataReadingOptions)options
                                error:(NSError **)error {
  return [[[self alloc] initWithContentsOfURL:url options:options error:error] autorelease];
}

- (instancetype)initWithContentsOfURL:(NSURL *)url
                              options:(NSDataReadingOptions)options
                                error:(NSError **)error {
  return [self initWithContentsOfFile:url.path options:options error:error];
}

- (instancetype)initWithContentsOfFile:(NSString *)path
                               options:(NSDataReadingOptions)options
                                 error:(NSError **)error {
  int descriptor = open(path.fileSystemRepresentation, O_RDONLY);
  if (descriptor >= 0) {
    close(descriptor);
    if ((self = [self initWithContentsOfFile:path]) != nil) {
      return self;
    }
    errno = EIO;
  } else {
    [self release];
  }
  if (error != NULL) {
    NSInteger code = errno == ENOENT   ? NSFileReadNoSuchFileError
                     : errno == EACCES ? NSFileReadNoPermissionError
                                       : NSFileReadUnknownError;
    NSString *text = [NSString stringWithFormat:@"The file “%@” couldn’t be opened: %s.",
                                                path.lastPathComponent, strerror(errno)];
    *error =
        [NSError errorWithDomain:NSCocoaErrorDomain
                            code:code
                        userInfo:@{NSLocalizedDescriptionKey : text, NSFilePathErrorKey : path}];
  }
  return nil;
}

@end
