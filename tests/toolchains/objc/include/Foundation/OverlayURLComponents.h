// Takes the place of GNUstep's NSURLComponents, which decodes what it is given percent-encoded and
// so loses the difference between / and %2F. URLComponents.m implements it.
#ifndef OVERLAY_URL_COMPONENTS_H
#define OVERLAY_URL_COMPONENTS_H

#define NSURLComponents OverlayURLComponents

@interface NSURLComponents : NSObject <NSCopying> {
 @private
  NSMutableDictionary *_encoded;
}
+ (instancetype)componentsWithString:(NSString *)string;
+ (instancetype)componentsWithURL:(NSURL *)url resolvingAgainstBaseURL:(BOOL)resolve;
- (instancetype)init;
- (instancetype)initWithString:(NSString *)string;
- (instancetype)initWithURL:(NSURL *)url resolvingAgainstBaseURL:(BOOL)resolve;
@property(readonly, copy) NSURL *URL;
@property(readonly, copy) NSString *string;
@property(copy) NSString *scheme;
@property(copy) NSString *user;
@property(copy) NSString *password;
@property(copy) NSString *host;
@property(copy) NSNumber *port;
@property(copy) NSString *path;
@property(copy) NSString *query;
@property(copy) NSString *fragment;
@property(copy) NSString *percentEncodedUser;
@property(copy) NSString *percentEncodedPassword;
@property(copy) NSString *percentEncodedHost;
@property(copy) NSString *percentEncodedPath;
@property(copy) NSString *percentEncodedQuery;
@property(copy) NSString *percentEncodedFragment;
@property(copy) NSArray<NSURLQueryItem *> *queryItems;
@property(copy) NSArray<NSURLQueryItem *> *percentEncodedQueryItems;
@end

#endif
