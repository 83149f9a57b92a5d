// NSURLSession's completion-handler interface, which Debian's GNUstep is built without.
// URLSession.m implements it. What is missing here (delegates, download tasks, ...) does not
// compile, on purpose.
#ifndef OVERLAY_URL_SESSION_H
#define OVERLAY_URL_SESSION_H

@interface NSURLSessionConfiguration : NSObject <NSCopying> {
 @private
  NSDictionary *_HTTPAdditionalHeaders;
  NSTimeInterval _timeoutIntervalForRequest;
  NSTimeInterval _timeoutIntervalForResource;
}
@property(copy) NSDictionary *HTTPAdditionalHeaders;
@property NSTimeInterval timeoutIntervalForRequest;
@property NSTimeInterval timeoutIntervalForResource;
@property(class, readonly) NSURLSessionConfiguration *defaultSessionConfiguration;
@property(class, readonly) NSURLSessionConfiguration *ephemeralSessionConfiguration;
@end

typedef void (^OverlayCompletionHandler)(NSData *data, NSURLResponse *response, NSError *error);

@class NSURLSession;

@interface NSURLSessionTask : NSObject {
 @package
  NSURLSession *_session;
  NSURLRequest *_request;
  NSURL *_file;
  OverlayCompletionHandler _handler;
  BOOL _resumed;
  BOOL _cancelled;
}
- (void)resume;
- (void)cancel;
@end

@interface NSURLSessionDataTask : NSURLSessionTask
@end

@interface NSURLSessionUploadTask : NSURLSessionDataTask
@end

@interface NSURLSession : NSObject {
 @package
  NSURLSessionConfiguration *_configuration;
  NSLock *_handlerLock;
}
@property(class, readonly) NSURLSession *sharedSession;
@property(readonly, copy) NSURLSessionConfiguration *configuration;
+ (NSURLSession *)sessionWithConfiguration:(NSURLSessionConfiguration *)configuration;
- (NSURLSessionDataTask *)dataTaskWithURL:(NSURL *)url
                        completionHandler:(OverlayCompletionHandler)handler;
- (NSURLSessionDataTask *)dataTaskWithRequest:(NSURLRequest *)request
                            completionHandler:(OverlayCompletionHandler)handler;
- (NSURLSessionUploadTask *)uploadTaskWithRequest:(NSURLRequest *)request
                                         fromData:(NSData *)body
                                completionHandler:(OverlayCompletionHandler)handler;
- (NSURLSessionUploadTask *)uploadTaskWithRequest:(NSURLRequest *)request
                                         fromFile:(NSURL *)file
                                completionHandler:(OverlayCompletionHandler)handler;
- (void)finishTasksAndInvalidate;
- (void)invalidateAndCancel;
@end

// macOS 10.15 and later.
@interface NSHTTPURLResponse (OverlayHeaderField)
- (NSString *)valueForHTTPHeaderField:(NSString *)field;
@end

#endif
